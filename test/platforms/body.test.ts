import { createServer, request as open } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Rejected } from '../../src/errors.ts';
import { decodeText, parseJson, readBody } from '../../src/platforms/body.ts';

const LIMIT = 1024 * 1024;

function chunked(chunks: Iterable<Uint8Array>, onCancel = () => {}): Request {
  const parts = chunks[Symbol.iterator]();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: onCancel,
  });
  return new Request('http://zhibu.test/', { method: 'POST', body, duplex: 'half' } as RequestInit);
}

describe('a body is read as bytes, with a cap', () => {
  test('a megabyte is read', async () => {
    const request = new Request('http://zhibu.test/', {
      method: 'POST',
      body: new Uint8Array(LIMIT).fill(65),
    });
    expect((await readBody(request)).byteLength).toBe(LIMIT);
  });

  test('one byte more is refused', async () => {
    const request = chunked([new Uint8Array(LIMIT), new Uint8Array(1)]);
    await expect(readBody(request)).rejects.toMatchObject({ status: 413 });
  });

  test('a body that never ends is left as soon as it is too large', async () => {
    let pulled = 0;
    let cancelled = false;
    function* endless() {
      for (;;) {
        pulled++;
        yield new Uint8Array(64 * 1024);
      }
    }
    const request = chunked(endless(), () => {
      cancelled = true;
    });
    await expect(readBody(request)).rejects.toMatchObject({ status: 413 });
    expect(pulled).toBeLessThan(25);
    expect(cancelled).toBe(true);
  });

  test('a declared length that is too large is refused unread', async () => {
    const request = chunked([new Uint8Array(1)]);
    request.headers.set('content-length', String(LIMIT + 1));
    await expect(readBody(request)).rejects.toMatchObject({ status: 413 });
  });

  test('a declared length that lies does not get more in', async () => {
    const request = chunked([new Uint8Array(LIMIT + 1)]);
    request.headers.set('content-length', '1');
    await expect(readBody(request)).rejects.toMatchObject({ status: 413 });
  });

  test('a character that is split between two segments arrives whole', async () => {
    const bytes = new TextEncoder().encode('党员大会');
    for (let at = 0; at <= bytes.length; at++) {
      const request = chunked([bytes.subarray(0, at), bytes.subarray(at)]);
      expect(decodeText(await readBody(request))).toBe('党员大会');
    }
  });

  test('no body is an empty one', async () => {
    expect(await readBody(new Request('http://zhibu.test/', { method: 'POST' }))).toEqual(new Uint8Array());
  });
});

describe('over a real connection', () => {
  const server = createServer(
    getRequestListener(async (request) => {
      try {
        return new Response(String((await readBody(request)).byteLength));
      } catch (error) {
        if (error instanceof Rejected) return new Response(error.message, { status: error.status });
        throw error;
      }
    }),
  );

  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => void server.close(resolve)));

  function address(): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  test('fifty megabytes in pieces are refused', async () => {
    const status = await new Promise<number | string>((resolve) => {
      const sending = open(address(), { method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sending.on('error', (error) => resolve(error.message));
      const piece = Buffer.alloc(1024 * 1024);
      let left = 50;
      const more = () => {
        if (left-- > 0 && !sending.destroyed) sending.write(piece, more);
        else sending.end();
      };
      more();
    });
    expect(status).toBe(413);
  });

  test('a body with a length and one without arrive alike', async () => {
    const whole = await fetch(address(), { method: 'POST', body: 'x'.repeat(5000) });
    const pieces = chunked([new Uint8Array(2500), new Uint8Array(2500)]).body;
    const streamed = await fetch(address(), { method: 'POST', body: pieces, duplex: 'half' } as RequestInit);
    expect([await whole.text(), await streamed.text()]).toEqual(['5000', '5000']);
  });
});

describe('text and JSON', () => {
  test('what is not UTF-8 is refused, not guessed', () => {
    for (const bytes of [[0xff], [0xe5, 0x85], [0xc0, 0x80], [0xed, 0xa0, 0x80]]) {
      expect(() => decodeText(new Uint8Array(bytes))).toThrow('not UTF-8');
    }
  });

  test('JSON is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('brackets and quotes inside strings nest nothing', () => {
    const texts = ['['.repeat(500), '{"'.repeat(500), '\\"['.repeat(500), '\\'.repeat(501), '"'.repeat(300)];
    for (const text of texts) expect(parseJson(JSON.stringify([text]))).toEqual([text]);
  });

  test('sixty-four levels are read, sixty-five are not, and a million overflow nothing', () => {
    expect(parseJson('['.repeat(64) + ']'.repeat(64))).toHaveLength(1);
    for (const depth of [65, 1_000_000])
      expect(() => parseJson('['.repeat(depth) + ']'.repeat(depth))).toThrow('nested deeper');
  });

  test('what is no JSON is refused', () => {
    for (const text of ['', '{', '"', '"\\', 'undefined', '[1,]'])
      expect(() => parseJson(text)).toThrow('not JSON');
  });
});
