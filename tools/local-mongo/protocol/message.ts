import { decode } from '../bson/codec.ts';
import type { Doc } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { crc32c } from './crc32c.ts';

/** The largest message that MongoDB accepts. */
export const MAX_MESSAGE_BYTES = 48_000_000;
export const HEADER_BYTES = 16;

export const OpCode = { reply: 1, query: 2004, compressed: 2012, msg: 2013 } as const;

const Flag = { checksumPresent: 1, moreToCome: 2, exhaustAllowed: 1 << 16 } as const;

/** A request of a client, whichever opcode brought it. */
export interface Request {
  requestId: number;
  opCode: number;
  body: Doc;
  /** Arguments of the command that came as document sequences: undecoded documents under their names. */
  sequences: Map<string, Uint8Array[]>;
  /** The client wants no reply. */
  moreToCome: boolean;
  /** The client takes several replies to this one request. */
  exhaustAllowed: boolean;
}

/** A message that breaks the protocol: there is no way to go on with its connection. */
export class ProtocolError extends Error {}

/**
 * Reads one whole message.
 * @throws {ProtocolError} when it is not one
 * @throws {MongoError} when its documents are not valid
 */
export function parseMessage(message: Buffer): Request {
  const opCode = message.readInt32LE(12);
  if (opCode === OpCode.msg) return parseMsg(message);
  if (opCode === OpCode.query) return parseQuery(message);
  if (opCode === OpCode.compressed) throw new ProtocolError('Compression was not negotiated');
  throw new ProtocolError(`Unsupported opcode ${opCode}`);
}

function parseMsg(message: Buffer): Request {
  if (message.length < HEADER_BYTES + 5) throw new ProtocolError('OP_MSG is too short');
  const flags = message.readUInt32LE(HEADER_BYTES);
  const unknown = flags & 0xffff & ~(Flag.checksumPresent | Flag.moreToCome);
  if (unknown !== 0) throw new ProtocolError(`Unknown required OP_MSG flags ${unknown}`);
  let end = message.length;
  if (flags & Flag.checksumPresent) {
    end -= 4;
    if (end < HEADER_BYTES + 4 || message.readUInt32LE(end) !== crc32c(message.subarray(0, end))) {
      throw new ProtocolError('OP_MSG checksum does not match the contents');
    }
  }
  let body: Doc | undefined;
  const sequences = new Map<string, Uint8Array[]>();
  let offset = HEADER_BYTES + 4;
  while (offset < end) {
    const kind = message[offset++];
    const size = sizeAt(message, offset, end);
    const section = message.subarray(offset, offset + size);
    offset += size;
    if (kind === 0) {
      if (body !== undefined) throw new ProtocolError('OP_MSG has two bodies');
      body = decode(section);
    } else if (kind === 1) {
      const { name, documents } = parseSequence(section);
      if (sequences.has(name)) throw new ProtocolError(`OP_MSG has the sequence ${name} twice`);
      sequences.set(name, documents);
    } else {
      throw new ProtocolError(`Unknown OP_MSG section ${kind}`);
    }
  }
  if (body === undefined) throw new ProtocolError('OP_MSG has no body');
  return {
    requestId: message.readInt32LE(4),
    opCode: OpCode.msg,
    body,
    sequences,
    moreToCome: (flags & Flag.moreToCome) !== 0,
    exhaustAllowed: (flags & Flag.exhaustAllowed) !== 0,
  };
}

function sizeAt(message: Buffer, offset: number, end: number): number {
  const size = offset + 4 <= end ? message.readInt32LE(offset) : -1;
  if (size < 5 || offset + size > end) throw new ProtocolError('A section is longer than its message');
  return size;
}

function parseSequence(section: Buffer): { name: string; documents: Uint8Array[] } {
  const { text: name, next } = cstring(section, 4);
  const documents: Uint8Array[] = [];
  let offset = next;
  while (offset < section.length) {
    const size = sizeAt(section, offset, section.length);
    documents.push(section.subarray(offset, offset + size));
    offset += size;
  }
  return { name, documents };
}

function cstring(bytes: Buffer, offset: number): { text: string; next: number } {
  const end = bytes.indexOf(0, offset);
  if (end === -1) throw new ProtocolError('A name has no end');
  return { text: bytes.toString('utf8', offset, end), next: end + 1 };
}

/** The legacy opcode, which drivers still use for the first handshake. */
function parseQuery(message: Buffer): Request {
  const { text: namespace, next } = cstring(message, HEADER_BYTES + 4);
  const offset = next + 8;
  const size = sizeAt(message, offset, message.length);
  const body = decode(message.subarray(offset, offset + size));
  const command = Object.keys(body)[0]?.toLowerCase();
  if (!namespace.endsWith('.$cmd') || (command !== 'ismaster' && command !== 'hello')) {
    throw new MongoError(352, `Unsupported OP_QUERY command: ${command}`);
  }
  return {
    requestId: message.readInt32LE(4),
    opCode: OpCode.query,
    body: { ...body, $db: namespace.slice(0, -'.$cmd'.length) },
    sequences: new Map(),
    moreToCome: false,
    exhaustAllowed: false,
  };
}

let nextRequestId = 1;

export interface Reply {
  bytes: Buffer;
  /** What a further reply to the same request answers to. */
  requestId: number;
}

/** A reply in the opcode of its request. */
export function encodeReply(opCode: number, responseTo: number, body: Uint8Array, moreToCome = false): Reply {
  const isMsg = opCode !== OpCode.query;
  const start = isMsg ? HEADER_BYTES + 5 : HEADER_BYTES + 20;
  const bytes = Buffer.allocUnsafe(start + body.length);
  const requestId = nextRequestId++ & 0x7fff_ffff;
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(requestId, 4);
  bytes.writeInt32LE(responseTo, 8);
  bytes.writeInt32LE(isMsg ? OpCode.msg : OpCode.reply, 12);
  if (isMsg) {
    bytes.writeUInt32LE(moreToCome ? Flag.moreToCome : 0, HEADER_BYTES);
    bytes[HEADER_BYTES + 4] = 0;
  } else {
    bytes.fill(0, HEADER_BYTES, start);
    bytes.writeInt32LE(8, HEADER_BYTES);
    bytes.writeInt32LE(1, HEADER_BYTES + 16);
  }
  bytes.set(body, start);
  return { bytes, requestId };
}
