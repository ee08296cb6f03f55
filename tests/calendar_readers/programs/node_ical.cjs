// node-ical, which MagicMirror and many web pages read calendars with. Arguments: files. Prints JSON.
"use strict";
const { createRequire } = require("node:module");
const ical = createRequire(process.env.WATCHBILL_READERS_NODE + "/")("node-ical");

function events(file) {
  return Object.values(ical.sync.parseFile(file))
    .filter((component) => component.type === "VEVENT")
    .map((event) => [event.uid, event.start / 1000, event.end / 1000, event.summary, event.status]);
}

console.log(JSON.stringify(process.argv.slice(2).map((file) => ({ events: events(file), complaints: [] }))));
