"""Statistics as the API shows them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.roster.schemas import Moment


class ClassBody(BaseModel):
    """Elapsed time of one pay class."""

    pay_class: str = Field(description="holiday, weekend, night (22:00 to 06:00) or ordinary.", examples=["night"])
    minutes: int = Field(description="How long. A minute counts once: in the first of these that it is in.")


class ExposureBody(BaseModel):
    """Time on shifts that ask for a skill."""

    skill: str = Field(description="Which skill.", examples=["fraud"])
    minutes: int = Field(description="How long.", examples=[2550])
    days: int = Field(description="On how many days.", examples=[5])
    longest_run: int = Field(description="On how many days in a row at the most.", examples=[3])


class PersonBody(BaseModel):
    """What one person has of one duty, by the clock and the public holidays of the person's site."""

    person: str = Field(description="Who.", examples=["sin-01"])
    duty: str = Field(description="on-duty is work; standby is apart.", examples=["on-duty"])
    shifts: int = Field(description="Shifts that begin in the window.", examples=[18])
    hours: float = Field(description="Elapsed hours, breaks included.", examples=[153.0])
    classes: list[ClassBody] = Field(description="The same by pay class.")
    days: int = Field(description="Days on which something begins.", examples=[18])
    longest_run: int = Field(description="Such days in a row, at the most.", examples=[5])
    nights: int = Field(description="Nights of three hours or more between 22:00 and 06:00.", examples=[4])
    weekends: int = Field(description="Weekends of which any time is taken.", examples=[1])
    holidays: int = Field(description="Public holidays of which any time is taken.", examples=[0])
    exposures: list[ExposureBody] = Field(description="Time on shifts that ask for a skill.")


class OverloadBody(BaseModel):
    """Somebody with more hours than the average."""

    person: str = Field(description="Who.", examples=["sin-01"])
    percent: int = Field(description="How many percent more.", examples=[25])


class QualityBody(BaseModel):
    """How well one duty and level is shared out, in percent: by hours alone."""

    duty: str = Field(description="Which duty.", examples=["standby"])
    level: int = Field(description="At which level.", examples=[1])
    coverage_percent: int = Field(description="How much of the time somebody is there.", examples=[100])
    balance_percent: int = Field(description="How alike people's hours are.", examples=[92])
    total: int = Field(description="The mean of both.", examples=[96])
    overloaded: list[OverloadBody] = Field(description="Who has more than the average, the most first.")


class StatisticsBody(BaseModel):
    """Who did what in a window, by the final schedule."""

    team: str = Field(description="Whose.", examples=["gsr-2027q1"])
    start: Moment = Field(description="The window.", examples=["2027-01-04T00:00:00Z"])
    end: Moment = Field(description="Its end.", examples=["2027-04-05T00:00:00Z"])
    people: list[PersonBody] = Field(description="One for each person and each duty that anybody has.")
    quality: list[QualityBody] = Field(description="One for each duty and level that anybody has.")
