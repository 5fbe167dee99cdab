import readSheets from 'read-excel-file/universal';
import type { TestOrg } from '../helpers/org.ts';
import type { Seen } from '../helpers/talk.ts';

/** The workbook that somebody was sent: its name, and each sheet's rows below what stands above the table. */
export async function sheetsIn(org: TestOrg, { messages }: Seen) {
  const file = messages.at(-1)?.file;
  const response = await org.app.request(`http://127.0.0.1${file?.url}`);
  const sheets = await readSheets(await response.arrayBuffer());
  return {
    name: file?.name,
    rows: Object.fromEntries(sheets.map(({ sheet, data }) => [sheet, data.slice(4)])),
  };
}
