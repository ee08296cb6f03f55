# ruby-icalendar, which Rails applications read calendars with. Arguments: files. Prints JSON.
require "stringio" # icalendar forgets to
require "icalendar"
require "json"

def seen(event)
  bounds = [event.dtstart, event.dtend].map { |edge| edge.to_time.to_i }
  [event.uid.to_s, *bounds, event.summary.to_s, event.status.to_s]
end

def reading(file)
  calendars = Icalendar::Calendar.parse(File.read(file, encoding: "UTF-8"))
  { events: calendars.flat_map(&:events).map { |event| seen(event) }, complaints: [] }
end

puts JSON.generate(ARGV.map { |file| reading(file) })
