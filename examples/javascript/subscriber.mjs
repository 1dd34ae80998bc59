// A partner system that hears Signpost's events: what is new from its queue, or the last 30 days again from its stream.
//
//     export SIGNPOST_EVENTS=amqps://partner.NAME:SECRET@signpost.example.org:5671/signpost
//     node subscriber.mjs queue
//     node subscriber.mjs stream --from first
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import amqp from "amqplib";

const AT_ONCE = 50;
const RECONNECT_MILLISECONDS = 2_000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { from: { type: "string", default: "first" }, seen: { type: "string", default: "seen.txt" } },
});
const [what] = positionals;
const address = process.env.SIGNPOST_EVENTS;
if (!address || !["queue", "stream"].includes(what)) {
  console.error("Set SIGNPOST_EVENTS, then: node subscriber.mjs queue|stream [--from first|last|next|7D|OFFSET] [--seen FILE]");
  process.exit(2);
}

// Ids that were dealt with. Yours belong into the same transaction as your own effects.
const seen = new Set(existsSync(values.seen) ? readFileSync(values.seen, "utf8").split("\n") : []);

// What is new. A message stays in the queue until it is acknowledged, so nothing is missed while we are away.
function fromQueue(event) {
  if (seen.has(event.id)) return; // they come at least once
  show(event);
  appendFileSync(values.seen, `${event.id}\n`);
  seen.add(event.id);
}

// The last 30 days. Reading takes nothing away: read it as often as you like, from the offset you stopped at.
function fromStream(event, message) {
  show({ ...event, offset: message.properties.headers["x-stream-offset"] });
}

// CloudEvents, binary mode: the attributes are headers that begin with ce-, the data is the body.
function eventOf(message) {
  const attributes = Object.entries(message.properties.headers)
    .filter(([name]) => name.startsWith("ce-"))
    .map(([name, value]) => [name.slice(3), value]);
  const event = Object.fromEntries(attributes);
  return { ...event, sequence: Number(event.sequence), data: JSON.parse(message.content.toString()) };
}

// Instead of this: your own work. Of two events about one `subject` the one with the higher `sequence` is enough.
function show(event) {
  console.log(JSON.stringify(event));
}

// Ends with the connection: the broker ends it too when what we may hear has changed.
async function listen() {
  const connection = await amqp.connect(address);
  const ended = new Promise((resolve) => connection.once("close", resolve));
  connection.on("error", (error) => console.error(`The connection broke: ${error.message}`));
  const channel = await connection.createChannel();
  channel.on("error", (error) => console.error(`The broker refuses: ${error.message}`));
  channel.on("close", () => connection.close().catch(() => {}));
  await channel.prefetch(AT_ONCE); // how many we are sent before we acknowledge: a stream insists on it

  const name = `${decodeURIComponent(new URL(address).username)}.${what}`; // partner.NAME.queue: it is there, we declare nothing
  const begin = /^\d+$/.test(values.from) ? Number(values.from) : values.from;
  const deal = what === "queue" ? fromQueue : fromStream;
  const take = (message) => {
    if (message === null) return; // the queue was made anew; the connection ends next
    deal(eventOf(message), message);
    channel.ack(message);
  };
  await channel.consume(name, take, what === "stream" ? { arguments: { "x-stream-offset": begin } } : {});
  await ended;
}

for (;;) {
  try {
    await listen();
  } catch (error) {
    if (/ACCESS.REFUSED/i.test(error.message)) {
      console.error("The broker does not let us in. Was the secret rotated, or the partner removed?");
      process.exit(1);
    }
    console.error(`The broker cannot be reached (${error.message}).`);
  }
  console.error(`Trying again in ${RECONNECT_MILLISECONDS / 1000} s.`);
  await setTimeout(RECONNECT_MILLISECONDS);
}
