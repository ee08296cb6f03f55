// ical.js, which Thunderbird reads calendars with. Arguments: files. Prints JSON; what it complains of is on stderr.
"use strict";
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const ICAL = createRequire(process.env.WATCHBILL_READERS_NODE + "/")("ical.js");

function events(file) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const [start, end] = ["dtstart", "dtend"].map((name) => component.getFirstPropertyValue(name));
    for (const edge of [start, end]) {
      if (edge.zone !== ICAL.Timezone.utcTimezone && !edge.isDate) console.error(`not in UTC: ${edge}`);
    }
    const texts = ["uid", "summary", "status"].map((name) => component.getFirstPropertyValue(name));
    return [texts[0], start.toUnixTime(), end.toUnixTime(), texts[1], texts[2]];
  });
}

console.log(JSON.stringify(process.argv.slice(2).map((file) => ({ events: events(file), complaints: [] }))));
