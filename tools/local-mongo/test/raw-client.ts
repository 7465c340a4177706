import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { deserialize, type Document, serialize } from 'bson';

export interface RawReply {
  requestId: number;
  responseTo: number;
  opCode: number;
  flags: number;
  body: Document;
}

/** Speaks the wire protocol byte by byte, so that tests can send what no driver would. */
export class RawClient {
  readonly socket: Socket;
  private buffer = Buffer.alloc(0);
  private nextId = 1;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.buffer = Buffer.concat([this.buffer, chunk]);
      socket.emit('progress');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => socket.emit('progress'));
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  async command(body: Document): Promise<Document> {
    this.write(opMsg(this.nextId++, [bodySection(body)]));
    return (await this.reply()).body;
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The next message, or an error when the server closes the connection first. */
  async reply(): Promise<RawReply> {
    for (;;) {
      const length = this.buffer.length >= 4 ? this.buffer.readInt32LE(0) : Infinity;
      if (this.buffer.length >= length) return this.take(length);
      if (this.socket.closed) throw new Error('closed');
      await once(this.socket, 'progress');
    }
  }

  async closed(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, 'close');
  }

  close(): void {
    this.socket.destroy();
  }

  private take(length: number): RawReply {
    const message = this.buffer.subarray(0, length);
    this.buffer = this.buffer.subarray(length);
    const opCode = message.readInt32LE(12);
    const bodyAt = opCode === 1 ? 36 : 21;
    return {
      requestId: message.readInt32LE(4),
      responseTo: message.readInt32LE(8),
      opCode,
      flags: opCode === 1 ? message.readInt32LE(16) : message.readUInt32LE(16),
      body: deserialize(message.subarray(bodyAt)),
    };
  }
}

export function header(length: number, requestId: number, opCode: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeInt32LE(length, 0);
  bytes.writeInt32LE(requestId, 4);
  bytes.writeInt32LE(opCode, 12);
  return bytes;
}

export function opMsg(requestId: number, sections: Uint8Array[], flags = 0): Buffer {
  const flagBytes = Buffer.alloc(4);
  flagBytes.writeUInt32LE(flags);
  const content = Buffer.concat([flagBytes, ...sections]);
  return Buffer.concat([header(16 + content.length, requestId, 2013), content]);
}

export function bodySection(body: Document): Buffer {
  return Buffer.concat([Buffer.from([0]), serialize(body)]);
}

export function sequenceSection(name: string, documents: Document[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map((doc) => serialize(doc))]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(content.length + 4);
  return Buffer.concat([Buffer.from([1]), size, content]);
}
