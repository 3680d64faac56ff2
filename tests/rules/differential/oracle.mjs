// What two other CEL implementations make of the tests on standard input, a line of JSON each; one line out for each:
// {"id", "bufbuild": V or {"error": text}, "marcbachmann": the same}, V as in the conformance suite's files.
import {createInterface} from 'node:readline'
import {pathToFileURL} from 'node:url'
import {join} from 'node:path'

// The packages lie outside the source tree, in the folder that is named.
const load = async (file) => import(pathToFileURL(join(process.argv[2], 'node_modules', file)))
const cel = await load('@bufbuild/cel/dist/esm/index.js')
const {strings} = await load('@bufbuild/cel/dist/esm/ext/index.js')
const wkt = await load('@bufbuild/protobuf/dist/esm/wkt/index.js')
const proto = await load('@bufbuild/protobuf/dist/esm/index.js')
const {Environment} = await load('@marcbachmann/cel-js/lib/index.js')
const {Duration, UnsignedInt} = await load('@marcbachmann/cel-js/lib/functions.js')

const hex = (bytes) => Buffer.from(bytes).toString('hex')
const double = (value) => ({double: Object.is(value, -0) ? '-0.0' : String(value)})

function integer(value) {
  if (BigInt.asIntN(64, value) !== value) throw new Error('an int out of range')
  return {int64: String(value)}
}

// Years 1 to 9999, and 292 years either way: what lies outside is none, whatever a library makes of it.
const RANGES = {timestamp: [-62135596800n, 253402300799n], duration: [-9223372036n, 9223372036n]}

function time(kind, seconds, nanos) {
  const [first, last] = RANGES[kind]
  if (BigInt(seconds) < first || BigInt(seconds) > last) throw new Error(`a ${kind} out of range`)
  return {[kind]: {seconds: String(seconds), nanos}}
}

// --- values of the suite to each library's own ---

const number = (text) => (text === '-0.0' ? -0 : Number(text))

function common(given, read) {
  const [kind, value] = Object.entries(given)[0]
  switch (kind) {
    case 'null': return null
    case 'bool': case 'string': return value
    case 'int64': return BigInt(value)
    case 'double': return number(value)
    case 'bytes': return new Uint8Array(Buffer.from(value, 'hex'))
    case 'list': return value.map(read)
    case 'map': return new Map(value.map(([key, each]) => [read(key), read(each)]))
  }
  throw new Error(`a value of kind ${kind}`)
}

function toBufbuild(given) {
  if (given.uint64 !== undefined) return cel.celUint(BigInt(given.uint64))
  for (const [kind, schema] of [['timestamp', wkt.TimestampSchema], ['duration', wkt.DurationSchema]]) {
    if (given[kind]) return proto.create(schema, {seconds: BigInt(given[kind].seconds), nanos: given[kind].nanos})
  }
  return common(given, toBufbuild)
}

function toMarcbachmann(given) {
  if (given.uint64 !== undefined) return new UnsignedInt(BigInt(given.uint64))
  if (given.timestamp) return new Date(Number(given.timestamp.seconds) * 1000 + given.timestamp.nanos / 1e6)
  if (given.duration) return new Duration(BigInt(given.duration.seconds), given.duration.nanos)
  return common(given, toMarcbachmann)
}

// --- and back ---

function scalar(value) {
  if (value === null) return {null: null}
  switch (typeof value) {
    case 'boolean': return {bool: value}
    case 'bigint': return integer(value)
    case 'number': return double(value)
    case 'string': return {string: value.toWellFormed()}  // Halves of a letter become U+FFFD.
  }
  return value instanceof Uint8Array ? {bytes: hex(value)} : undefined
}

function fromBufbuild(value) {
  const plain = scalar(value)
  if (plain) return plain
  if (cel.isCelUint(value)) return {uint64: String(value.value)}
  if (cel.isCelList(value)) return {list: [...value].map(fromBufbuild)}
  if (cel.isCelMap(value)) return {map: [...value].map(([key, each]) => [fromBufbuild(key), fromBufbuild(each)])}
  const message = value.message ?? value
  const kind = {'google.protobuf.Timestamp': 'timestamp', 'google.protobuf.Duration': 'duration'}[message.$typeName]
  if (kind) return time(kind, message.seconds, message.nanos)
  throw new Error(`gave ${Object.prototype.toString.call(value)}`)
}

function fromMarcbachmann(value) {
  const plain = scalar(value)
  if (plain) return plain
  if (value instanceof UnsignedInt) return {uint64: String(value.value)}
  if (value instanceof Duration) return time('duration', value.seconds, value.nanos)
  if (value instanceof Date) {
    const seconds = Math.floor(value.getTime() / 1000)
    return time('timestamp', seconds, Math.round((value.getTime() - seconds * 1000) * 1e6))
  }
  if (Array.isArray(value)) return {list: value.map(fromMarcbachmann)}
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return {map: entries.map(([key, each]) => [fromMarcbachmann(key), fromMarcbachmann(each)])}
}

// --- one test ---

function guarded(work) {
  try {
    return work()
  } catch (error) {
    return {error: String(error.summary ?? error.message).split('\n')[0].toWellFormed()}
  }
}

const envs = new Map()

function environment(declared) {
  const key = JSON.stringify(declared)
  if (!envs.has(key)) {
    const names = {timestamp: 'google.protobuf.Timestamp', duration: 'google.protobuf.Duration'}
    const text = (type) =>
      type.list ? `list<${text(type.list)}>` : type.map ? `map<${type.map.map(text).join(', ')}>` : (names[type] ?? type)
    const env = new Environment()
    for (const each of declared) env.registerVariable(each.name, text(each.type))
    envs.set(key, env)
  }
  return envs.get(key)
}

function bound(test, read) {
  return Object.fromEntries(Object.entries(test.bindings).map(([name, value]) => [name, read(value)]))
}

function bufbuild(test) {
  const result = cel.run(test.expr, bound(test, toBufbuild), {funcs: strings})
  return cel.isCelError(result) ? {error: result.message.split('\n')[0].toWellFormed()} : fromBufbuild(result)
}

function marcbachmann(test) {
  return fromMarcbachmann(environment(test.type_env).evaluate(test.expr, bound(test, toMarcbachmann)))
}

for await (const line of createInterface({input: process.stdin})) {
  const test = JSON.parse(line)
  const told = {id: test.id, bufbuild: guarded(() => bufbuild(test)), marcbachmann: guarded(() => marcbachmann(test))}
  process.stdout.write(JSON.stringify(told) + '\n')
}
