"""What calendars say, in the languages that they can say it in. Names, shifts and sites stay as people wrote them."""

# ruff: noqa: RUF001 - the punctuation of Chinese

from __future__ import annotations

from typing import Final

ENGLISH, CHINESE, MALAY, TAMIL = "en", "zh", "ms", "ta"
LANGUAGES: Final = (ENGLISH, CHINESE, MALAY, TAMIL)

# One row a phrase, its translations in the order of LANGUAGES. {...} is filled in.
_TABLE: dict[str, tuple[str, str, str, str]] = {
    "on-duty": ("On duty", "值班", "Bertugas", "பணியில்"),
    "standby": ("Standby", "待命", "Siap sedia", "தயார் நிலை"),
    "on call": ("on call", "值守", "siap sedia", "அழைப்பில்"),
    "level 1": ("primary", "主责", "utama", "முதன்மை"),
    "level 2": ("secondary", "副责", "kedua", "இரண்டாவது"),
    "level": ("level {level}", "第{level}级", "tahap {level}", "நிலை {level}"),
    "at site": ("{duty} in {site}", "{duty}（{site}）", "{duty} di {site}", "{duty} ({site})"),
    "with": ("With: {names}", "同班：{names}", "Bersama: {names}", "உடன்: {names}"),
    "from": (
        "Takes over from: {names}",
        "接班自：{names}",
        "Mengambil alih daripada: {names}",
        "பொறுப்பைப் பெறுவது: {names}",
    ),
    "to": ("Hands over to: {names}", "交班给：{names}", "Menyerahkan kepada: {names}", "பொறுப்பை ஒப்படைப்பது: {names}"),
    "and more": ("and {count} more", "另{count}人", "dan {count} lagi", "மேலும் {count} பேர்"),
    "note": ("Handover note: {text}", "交接说明：{text}", "Nota serah tugas: {text}", "ஒப்படைப்புக் குறிப்பு: {text}"),
    "cancelled": ("Cancelled: {text}", "已取消：{text}", "Dibatalkan: {text}", "ரத்து: {text}"),
    "nothing": ("No shifts planned", "没有排班", "Tiada syif dirancang", "பணிமுறை எதுவும் இல்லை"),
    "nothing from to": (
        "No shifts planned from {first} to {last}",
        "{first} 至 {last} 没有排班",
        "Tiada syif dirancang dari {first} hingga {last}",
        "{first} முதல் {last} வரை பணிமுறை எதுவும் இல்லை",
    ),
    "leave": ("Leave", "休假", "Cuti", "விடுப்பு"),
    "leave asked": ("Leave (asked for)", "休假（申请中）", "Cuti (dipohon)", "விடுப்பு (கோரப்பட்டது)"),
    "wish off": ("Wish: day off", "意愿：休息", "Hasrat: hari cuti", "விருப்பம்: ஓய்வு நாள்"),
    "wish": ("Wish: {shift}", "意愿：{shift}", "Hasrat: {shift}", "விருப்பம்: {shift}"),
    "hours": ("{hours} h", "{hours}小时", "{hours} jam", "{hours} மணி"),
    "hours minutes": (
        "{hours} h {minutes} min",
        "{hours}小时{minutes}分钟",
        "{hours} jam {minutes} minit",
        "{hours} மணி {minutes} நிமிடம்",
    ),
    "moved": (
        "The address of this calendar has changed",
        "此日历的地址已更改",
        "Alamat kalendar ini telah berubah",
        "இந்த நாட்காட்டியின் முகவரி மாறிவிட்டது",
    ),
    "moved, so": (
        "It shows no shifts any more. Subscribe to the new address, then remove this calendar.",
        "它不再显示班次。请订阅新地址，然后删除此日历。",
        "Ia tidak lagi menunjukkan syif. Langgan alamat baharu, kemudian buang kalendar ini.",
        "இது இனி பணிமுறைகளைக் காட்டாது. புதிய முகவரிக்குச் சந்தா செய்து, இந்த நாட்காட்டியை நீக்கவும்.",
    ),
    "about": (
        "Planned shifts. Calendar programs may show changes a day late: for who is on call now ask Watchbill.",
        "已排班次。日历程序可能晚一天才显示更改：当前谁在值守，请查询 Watchbill。",
        "Syif yang dirancang. Program kalendar mungkin lewat sehari: siapa bertugas sekarang, tanya Watchbill.",
        "திட்டமிட்ட பணிமுறைகள். நாட்காட்டிகள் மாற்றங்களை ஒரு நாள் தாமதமாகக் காட்டலாம்: இப்போது யார் என்பதை Watchbill இல் பார்க்கவும்.",
    ),
}


def phrase(name: str, language: str = ENGLISH, **filled: object) -> str:
    """The phrase called `name`. Raises KeyError for one that there is not, ValueError for another language."""
    text = _TABLE[name][LANGUAGES.index(language)]
    return text.format(**filled) if filled else text
