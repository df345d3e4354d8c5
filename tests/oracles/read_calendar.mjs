// Reads a JSON list of base64 calendars from standard input and prints what ical.js finds in each.
import ICAL from "ical.js";

let input = "";
for await (const chunk of process.stdin) input += chunk;

const answers = JSON.parse(input).map((encoded) => {
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const calendar = new ICAL.Component(ICAL.parse(text));
  // Only the calendar's own VTIMEZONE may tell the offset.
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return {
    method: calendar.getFirstPropertyValue("method"),
    events: calendar.getAllSubcomponents("vevent").map((part) => {
      const event = new ICAL.Event(part, { strictExceptions: true });
      const person = (property) => property && { name: property.getParameter("cn") ?? "", address: property.getFirstValue() };
      return {
        uid: event.uid,
        sequence: event.sequence,
        summary: event.summary,
        description: event.description ?? "",
        location: event.location ?? "",
        status: part.getFirstPropertyValue("status"),
        start: event.startDate.toUnixTime(),
        end: event.endDate.toUnixTime(),
        zone: event.startDate.zone.tzid,
        organizer: person(part.getFirstProperty("organizer")),
        attendees: event.attendees.map((attendee) => ({
          ...person(attendee),
          partstat: attendee.getParameter("partstat"),
          rsvp: attendee.getParameter("rsvp"),
        })),
      };
    }),
  };
});
process.stdout.write(JSON.stringify(answers));
