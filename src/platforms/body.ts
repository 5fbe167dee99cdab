import { Rejected } from '../errors.ts';

const MIB = 1024 * 1024;
/** Far deeper than anything a platform sends, far shallower than what overflows a stack. */
const DEPTH = 64;

/** The bytes of a request, or of an answer, exactly as they came, never more than `limit` of them in memory. */
export async function readBody(request: Carrier, limit = MIB): Promise<Uint8Array> {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > limit) throw tooLarge(limit);
  try {
    // A server never hands over more than the declared length, so that need not be counted while it streams.
    return declared === null
      ? await collect(request, limit)
      : within(limit, new Uint8Array(await request.arrayBuffer()));
  } catch (error) {
    if (error instanceof Rejected) throw error;
    throw new Rejected(400, 'the body did not arrive whole');
  }
}

type Carrier = Pick<Request, 'headers' | 'body' | 'arrayBuffer'>;

async function collect(request: Carrier, limit: number): Promise<Uint8Array> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge(limit);
    }
    chunks.push(value);
  }
  return join(chunks, size);
}

function join(chunks: Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  if (only && chunks.length === 1) return only;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

function within(limit: number, bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength > limit) throw tooLarge(limit);
  return bytes;
}

function tooLarge(limit: number): Rejected {
  return new Rejected(413, `the body is larger than ${limit} bytes`);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Strict UTF-8, of the whole: a character may have been split between two segments. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Rejected(400, 'the body is not UTF-8');
  }
}

/** JSON no deeper than anything walks recursively afterwards. */
export function parseJson(text: string): unknown {
  if (deeperThan(DEPTH, text)) throw new Rejected(400, `the body is nested deeper than ${DEPTH} levels`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Rejected(400, 'the body is not JSON');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function deeperThan(limit: number, text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case 0x5b:
      case 0x7b:
        if (++depth > limit) return true;
        break;
      case 0x5d:
      case 0x7d:
        depth--;
        break;
    }
  }
  return false;
}

/** Where the string that opens at `start` closes: the next quote with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}
