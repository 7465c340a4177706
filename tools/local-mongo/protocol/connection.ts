import type { Socket } from 'node:net';
import { MongoError } from '../errors.ts';
import type { Client, CommandResult, Dispatcher } from '../commands/dispatcher.ts';
import { encodeAnswer, errorReply } from '../commands/error-reply.ts';
import {
  encodeReply,
  HEADER_BYTES,
  MAX_MESSAGE_BYTES,
  OpCode,
  parseMessage,
  ProtocolError,
  type Request,
} from './message.ts';

/** One client's connection: cuts the bytes into messages and answers them one after the other. */
export class Connection implements Client {
  readonly id: number;
  appName?: string;
  private readonly socket: Socket;
  private readonly dispatcher: Dispatcher;
  private chunks: Buffer[] = [];
  private buffered = 0;
  private isBusy = false;

  constructor(id: number, socket: Socket, dispatcher: Dispatcher) {
    this.id = id;
    this.socket = socket;
    this.dispatcher = dispatcher;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    // A client that goes away is no failure of ours; 'close' follows.
    socket.on('error', () => undefined);
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    if (this.isBusy) this.socket.pause();
    else this.answerAll();
  }

  private answerAll(): void {
    try {
      for (let message = this.nextMessage(); message !== undefined; message = this.nextMessage()) {
        const pending = this.answer(message);
        if (pending === undefined) continue;
        this.isBusy = true;
        void pending.then(() => this.resume());
        return;
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.close();
    }
  }

  private resume(): void {
    this.isBusy = false;
    if (this.socket.isPaused()) this.socket.resume();
    this.answerAll();
  }

  private nextMessage(): Buffer | undefined {
    if (this.buffered < HEADER_BYTES) return undefined;
    if (this.chunks[0]!.length < HEADER_BYTES) this.join();
    const length = this.chunks[0]!.readInt32LE(0);
    if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES)
      throw new ProtocolError(`Message of ${length} bytes`);
    if (this.buffered < length) return undefined;
    if (this.chunks[0]!.length < length) this.join();
    const first = this.chunks[0]!;
    this.buffered -= length;
    if (first.length === length) this.chunks.shift();
    else this.chunks[0] = first.subarray(length);
    return first.subarray(0, length);
  }

  private join(): void {
    this.chunks = [Buffer.concat(this.chunks)];
  }

  private answer(message: Buffer): Promise<void> | undefined {
    let request: Request;
    try {
      request = parseMessage(message);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      this.send(OpCode.msg, message.readInt32LE(4), errorReply(error));
      return undefined;
    }
    const result = this.dispatcher.run(request, this);
    if (result instanceof Promise) return result.then((settled) => this.reply(request, settled));
    return this.reply(request, result);
  }

  private reply(request: Request, result: CommandResult): Promise<void> | undefined {
    if (result.closeConnection === true) {
      this.close();
      return undefined;
    }
    if (request.moreToCome) return undefined;
    const next = request.exhaustAllowed ? result.next : undefined;
    const requestId = this.send(request.opCode, request.requestId, result.body, next !== undefined);
    if (next === undefined || this.socket.destroyed) return undefined;
    // The client reads on without asking again: each reply answers to the one before.
    return next().then((following) => this.reply({ ...request, requestId }, following));
  }

  private send(opCode: number, responseTo: number, answer: object, moreToCome = false): number {
    const reply = encodeReply(opCode, responseTo, encodeAnswer(answer), moreToCome);
    this.socket.write(reply.bytes);
    return reply.requestId;
  }
}
