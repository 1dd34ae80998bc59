// What validators that are not ours say of our contracts. Reads {document, cases: [{schema, value}]} and answers
// {document: [messages], examples: [messages], cases: [[messages]]}: none means valid.
import { Parser } from '@asyncapi/parser'
import Ajv from 'ajv'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { text } from 'node:stream/consumers'

const asked = JSON.parse(await text(process.stdin))
const { document, diagnostics } = await new Parser().parse(JSON.stringify(asked.document))
const wrong = diagnostics.filter((each) => each.severity < 2) // errors and warnings; a newer version of AsyncAPI is only a hint

function faults(validators, schema, value) {
  const ajv = addFormats(new validators.default({ allErrors: true })).addVocabulary(['x-parser-schema-id'])
  const validate = ajv.compile(schema)
  return validate(value) ? [] : validate.errors.map((each) => `${each.instancePath} ${each.message}`)
}

// The parser holds examples against their schemas in AsyncAPI 2 only; here its own reading of the document, references followed, is used.
function ofMessage(message) {
  const parts = (example) => [[message.payload(), example.payload()], [message.headers(), example.headers()]]
  const each = message.examples().all().flatMap(parts).filter(([schema, value]) => schema && value)
  return each.flatMap(([schema, value]) => faults(Ajv, schema.json(), value)).map((fault) => `${message.name()}: ${fault}`)
}

const answer = {
  document: wrong.map((each) => `${each.path.join('/')}: ${each.message}`),
  examples: document ? document.components().messages().all().flatMap(ofMessage) : [],
  cases: asked.cases.map(({ schema, value }) => faults(Ajv2020, schema, value)),
}
process.stdout.write(JSON.stringify(answer))
