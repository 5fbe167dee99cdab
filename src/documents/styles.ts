import type { Paper } from './paper.ts';
import { lineBreaks, runXml } from './words.ts';
import { escaped } from './xml.ts';

export const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
export const FOOTER = 'footer1.xml';

/** What offices print in, and what is there where one of them is not. */
const FONTS = {
  title: { name: '方正小标宋简体', instead: '宋体' },
  body: { name: '仿宋_GB2312', instead: '仿宋' },
  first: { name: '黑体', instead: '微软雅黑' },
  second: { name: '楷体_GB2312', instead: '楷体' },
  foot: { name: '宋体', instead: '新宋体' },
} as const;
type Font = keyof typeof FONTS;

/** In half points: 二号 44, 三号 32, 四号 28, 小四 24, 五号 21, 小五 18. `line`: twentieths of a point from line to line. */
const SIZES = {
  letter: { title: 44, body: 32, table: 21, line: 576 },
  record: { title: 36, body: 28, table: 21, line: 500 },
};

/** Above and below what stands in a cell. */
const AIR = '<w:spacing w:before="40" w:after="40"/>';

interface Style {
  id: string;
  name: string;
  font: Font;
  size: number;
  color?: string;
  paragraph: string;
}

export function stylesXml(as: Paper['as']): string {
  const each = stylesFor(SIZES[as]).map(styleXml);
  const label = `<w:style w:type="character" w:customStyle="1" w:styleId="Label"><w:name w:val="标签"/><w:rPr>${fontXml('first')}</w:rPr></w:style>`;
  return `<w:styles xmlns:w="${WORD}"><w:docDefaults><w:rPrDefault><w:rPr>${fontXml('body')}<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>${each.join('')}${label}</w:styles>`;
}

/** Word knows the names in English, and lists headings by them. */
function stylesFor({ title, body, table, line }: (typeof SIZES)[Paper['as']]): Style[] {
  const lines = `<w:spacing w:line="${line}" w:lineRule="exact"/>`;
  const indented = '<w:ind w:firstLineChars="200" w:firstLine="560"/>';
  return [
    { id: 'Normal', name: 'Normal', font: 'body', size: body, paragraph: '' },
    {
      id: 'Title',
      name: 'Title',
      font: 'title',
      size: title,
      paragraph: '<w:keepNext/><w:spacing w:after="160"/><w:jc w:val="center"/>',
    },
    {
      id: 'Subtitle',
      name: 'Subtitle',
      font: 'second',
      size: body,
      paragraph: '<w:keepNext/><w:spacing w:after="200"/><w:jc w:val="center"/>',
    },
    { id: 'Heading1', name: 'heading 1', font: 'first', size: body, paragraph: headed(0, line) },
    { id: 'Heading2', name: 'heading 2', font: 'second', size: body, paragraph: headed(1, line) },
    {
      id: 'BodyText',
      name: 'Body Text',
      font: 'body',
      size: body,
      paragraph: `${lines}${indented}<w:jc w:val="both"/>`,
    },
    { id: 'Fact', name: '事项', font: 'body', size: body, paragraph: lines },
    {
      id: 'Signature',
      name: 'Signature',
      font: 'body',
      size: body,
      paragraph: '<w:keepLines/><w:spacing w:before="360"/>',
    },
    {
      id: 'Issuer',
      name: '落款',
      font: 'body',
      size: body,
      paragraph: `<w:keepNext/><w:spacing w:before="${line}" w:line="${line}" w:lineRule="exact"/><w:ind w:rightChars="200" w:right="560"/><w:jc w:val="right"/>`,
    },
    {
      id: 'Issued',
      name: '落款日期',
      font: 'body',
      size: body,
      paragraph: `${lines}<w:ind w:rightChars="200" w:right="560"/><w:jc w:val="right"/>`,
    },
    { id: 'TableHead', name: '表头', font: 'first', size: table, paragraph: `${AIR}<w:jc w:val="center"/>` },
    {
      id: 'TableText',
      name: '表格文字',
      font: 'body',
      size: table,
      paragraph: `<w:wordWrap w:val="0"/>${AIR}`,
    },
    {
      id: 'TableMiddle',
      name: '表格居中',
      font: 'body',
      size: table,
      paragraph: `<w:wordWrap w:val="0"/>${AIR}<w:jc w:val="center"/>`,
    },
    { id: 'Footer', name: 'footer', font: 'foot', size: 21, paragraph: '<w:jc w:val="center"/>' },
    {
      id: 'FootNote',
      name: '页脚说明',
      font: 'foot',
      size: 18,
      color: '6B625B',
      paragraph: '<w:jc w:val="center"/>',
    },
    // Closes a page without asking for room on it.
    {
      id: 'End',
      name: '页末',
      font: 'body',
      size: 2,
      paragraph: '<w:spacing w:line="20" w:lineRule="exact"/>',
    },
  ];
}

function headed(level: number, line: number): string {
  return `<w:keepNext/><w:spacing w:before="80" w:line="${line}" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="560"/><w:outlineLvl w:val="${level}"/>`;
}

/** Of those that Word brings along, whose names are English, none is a custom style. */
function styleXml({ id, name, font, size, color, paragraph }: Style): string {
  const own = /^[ -~]+$/.test(name) ? '' : ' w:customStyle="1"';
  const first = id === 'Normal' ? ' w:default="1"' : '';
  const based = id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/>';
  const run = `${fontXml(font)}${color ? `<w:color w:val="${color}"/>` : ''}<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`;
  return `<w:style w:type="paragraph"${first}${own} w:styleId="${id}"><w:name w:val="${escaped(name)}"/>${based}<w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`;
}

function fontXml(font: Font): string {
  return `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${FONTS[font].name}" w:cs="Times New Roman"/>`;
}

export function fontsXml(): string {
  const each = Object.values(FONTS).map(
    ({ name, instead }) =>
      `<w:font w:name="${name}"><w:altName w:val="${instead}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>`,
  );
  return `<w:fonts xmlns:w="${WORD}">${each.join('')}</w:fonts>`;
}

/** As Word 2013 and later lay it out. */
export const SETTINGS = `<w:settings xmlns:w="${WORD}"><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`;

/** — 1 —, and under it what the document is not. */
export function footerXml(foot: string | null): string {
  const field = (kind: string) => `<w:r><w:fldChar w:fldCharType="${kind}"/></w:r>`;
  const page = `${runXml('— ')}${field('begin')}<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>${field('separate')}${runXml('1')}${field('end')}${runXml(' —')}`;
  const line = (style: string, runs: string) =>
    `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${runs}</w:p>`;
  const note = foot === null ? '' : line('FootNote', lineBreaks(foot));
  return `<w:ftr xmlns:w="${WORD}">${line('Footer', page)}${note}</w:ftr>`;
}
