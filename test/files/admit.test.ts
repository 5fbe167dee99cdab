import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit, LARGEST } from '../../src/files/admit.ts';
import { cleanJpeg } from '../../src/files/jpeg.ts';
import { fileName } from '../../src/files/name.ts';
import { docx, exif, GPS, JFIF, jpeg, pdf, png, segment, webp } from './bytes.ts';

const ICC = segment(0xe2, 'ICC_PROFILE\0\x01\x01profile');
const ADOBE = segment(0xee, 'Adobe\0\x64\0\0\0\0\0');

/** Markers that a picture consists of, and what no reader needs to draw it. */
const needed = fc.constantFrom(JFIF, ICC, ADOBE, segment(0xdd, '\0\x08'), segment(0xc4, Buffer.alloc(20)));
const saying = fc.constantFrom(
  exif(1),
  segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x>${GPS}</x>`),
  segment(0xed, `Photoshop 3.0\0${GPS}`),
  segment(0xe2, `MPF\0${GPS}`),
  segment(0xe0, `JFXX\0${GPS}`),
  segment(0xef, GPS),
  segment(0xfe, GPS),
);
/** In a scan 0xff is followed by zero or by a restart. */
const scan = fc
  .array(
    fc.oneof(
      fc.constantFrom([0xff, 0], [0xff, 0xd3], [0xff, 0xff, 0]),
      fc.tuple(fc.integer({ min: 0, max: 254 })),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => Buffer.from(pieces.flat()));

describe('a JPEG', () => {
  test('that says nothing of itself is the same bytes', () => {
    fc.assert(
      fc.property(fc.array(needed, { maxLength: 6 }), scan, (segments, data) => {
        const picture = jpeg(segments, data);
        expect(cleanJpeg(picture)).toBe(picture);
      }),
    );
  });

  test('that says something is what it would be without, and cleaning it twice is cleaning it once', () => {
    const parts = fc.array(fc.oneof({ arbitrary: needed, weight: 1 }, { arbitrary: saying, weight: 1 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(parts, scan, (segments, data) => {
        const cleaned = Buffer.from(cleanJpeg(jpeg(segments, data)) ?? []);
        const silent = segments.filter(
          (one) => [JFIF, ICC, ADOBE].includes(one) || one[1] === 0xdd || one[1] === 0xc4,
        );
        expect(cleaned.equals(jpeg(silent, data))).toBe(true);
        expect(cleaned.includes(GPS)).toBe(false);
        expect(same(cleanJpeg(cleaned), cleaned)).toBe(true);
      }),
    );
  });

  test('is still turned the right way, and the camera and the place are gone', () => {
    for (const turn of [2, 3, 6, 8]) {
      for (const endian of ['MM', 'II'] as const) {
        const cleaned = Buffer.from(cleanJpeg(jpeg([JFIF, exif(turn, endian)])) ?? []);
        expect(cleaned.equals(jpeg([JFIF, onlyTurned(turn)]))).toBe(true);
        expect(same(cleanJpeg(cleaned), cleaned)).toBe(true);
      }
    }
  });

  test('loses what is hidden behind its end, and is taken without one', () => {
    const picture = jpeg();
    expect(cleanJpeg(Buffer.concat([picture, jpeg([exif(1)])]))).toEqual(new Uint8Array(picture));
    const cut = picture.subarray(0, -2);
    expect(cleanJpeg(cut)).toEqual(cut);
  });

  test('that cannot be followed is refused', () => {
    const picture = jpeg([exif(6)]);
    for (let length = 0; length < picture.length - 20; length++) {
      const admission = admit(picture.subarray(0, length), 'a.jpg');
      if (admission.ok) expect(Buffer.from(admission.file.bytes).includes(GPS)).toBe(false);
    }
    expect(admit(Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'a.jpg').ok).toBe(false);
  });
});

describe('other pictures', () => {
  test('lose their texts and EXIF, and stay the same without', () => {
    expect(admitted(png())).toEqual(new Uint8Array(png()));
    const said = png([
      ['eXIf', GPS],
      ['tEXt', GPS],
      ['iTXt', GPS],
      ['zTXt', GPS],
      ['tIME', GPS],
    ]);
    expect(admitted(Buffer.concat([said, Buffer.from(GPS)]))).toEqual(new Uint8Array(png()));
    expect(admitted(webp())).toEqual(new Uint8Array(webp()));
    expect(
      Buffer.from(
        admitted(
          webp([
            ['EXIF', GPS],
            ['XMP ', GPS],
          ]),
        ),
      ).includes(GPS),
    ).toBe(false);
    expect(admitted(webp([['EXIF', GPS]]))).toEqual(new Uint8Array(webp()));
  });
});

describe('what is admitted', () => {
  const zip = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  test.each([
    ['a.png', jpeg(), 'image/jpeg', 'jpg'],
    ['a', png(), 'image/png', 'png'],
    ['a.gif', Buffer.from('GIF89a....'), 'image/gif', 'gif'],
    ['报告.wps', pdf(), 'application/pdf', 'pdf'],
    ['a.docx', docx(), zip, 'docx'],
    ['a.doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]), 'application/msword', 'doc'],
    ['a.txt', Buffer.from('述职\r\n'), 'text/plain; charset=utf-8', 'txt'],
    ['a.txt', Buffer.from([0xca, 0xf6, 0xd6, 0xb0]), 'text/plain; charset=gb18030', 'txt'],
  ])('%s is known by its bytes', (name, bytes, type, ending) => {
    const admission = admit(bytes, name);
    expect(admission).toMatchObject({ ok: true, file: { type, ending } });
  });

  test.each([
    ['a.pdf', Buffer.alloc(0), '空'],
    ['a.html', Buffer.from('<html>'), '认不出'],
    ['a.exe', Buffer.from('MZ\0\0'), '认不出'],
    ['a.docx', docx(['word/vbaProject.bin']), '宏'],
    ['a.zip', docx().subarray(0, 60), '压缩包'],
    ['a.docx', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]), '密码'],
    [
      'a.xls',
      Buffer.concat([
        Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
        Buffer.from('_VBA_PROJECT', 'utf16le'),
      ]),
      '宏',
    ],
    ['a.txt', Buffer.from('a\0b'), '文字'],
    ['a.txt', Buffer.from([0x81, 0xff, 0xff]), '文字'],
    ['a.pdf', Buffer.alloc(LARGEST + 1, '%PDF-'), '20 MB'],
  ])('%s is refused, and why is said', (name, bytes, why) => {
    expect(admit(bytes, name)).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });

  test('any bytes are admitted or refused', () => {
    const starts = [
      jpeg([exif(6)]),
      png([['tEXt', 'x']]),
      webp([['EXIF', 'x']]),
      docx(),
      pdf(),
      Buffer.from('GIF89a'),
    ];
    const torn = fc
      .tuple(fc.constantFrom(...starts), fc.nat(), fc.uint8Array({ maxLength: 40 }))
      .map(([start, at, noise]) => {
        const bytes = Buffer.from(start);
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - (at % bytes.length))), at % bytes.length);
        return bytes;
      });
    const name = fc.oneof(fc.string(), fc.constantFrom('a.txt', 'a.doc', 'a.jpg'));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), torn), name, (bytes, called) => {
        const admission = admit(bytes, called);
        if (admission.ok) expect(admission.file.bytes.length).toBeLessThanOrEqual(bytes.length + 36);
        else expect(admission.why).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});

test('whatever it is called, a name is one line, without a path, with the ending of what it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (said) => {
      const name = fileName(said, 'jpg', '照片1');
      expect(name).toMatch(/^[^/\\]+\.jpg$/u);
      expect(name).not.toMatch(/[\n\r\u202e\0]/);
      expect(name.length).toBeLessThanOrEqual(84);
    }),
  );
  expect(fileName('../../etc/passwd', 'txt', '文件1')).toBe('passwd.txt');
  expect(fileName('活动室.JPEG', 'jpg', '照片1')).toBe('活动室.jpg');
  expect(fileName('报告\u202efdp.exe', 'pdf', '文件1')).toBe('报告fdp.pdf');
  expect(fileName('', 'jpg', '照片1')).toBe('照片1.jpg');
});

function same(some: Uint8Array | null, other: Uint8Array): boolean {
  return some !== null && Buffer.from(some).equals(other);
}

function admitted(bytes: Uint8Array): Uint8Array {
  const admission = admit(bytes, 'a');
  if (!admission.ok) throw new Error(admission.why);
  return admission.file.bytes;
}

/** How the picture is to be turned, and nothing else, as it is written anew. */
function onlyTurned(turn: number): Buffer {
  const tiff = Buffer.from([
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    turn,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}
