import { Misconfigured } from './errors.ts';

/** Why a machine would not listen there: the variable that is to be set otherwise. */
export function unheard(code: string | undefined, host: string, port: number): Misconfigured {
  return new Misconfigured(sentenceOf(code, host, port));
}

function sentenceOf(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `PORT ${port} is in use on ${host}; set PORT to another one.`;
  if (code === 'EACCES') return `PORT ${port} is not this user’s to open; set PORT to one above 1023.`;
  return `HOST ${host} is no address of this machine (${code}); set HOST to 127.0.0.1 or 0.0.0.0, for instance.`;
}

/** Of the file system, and of SQLite where the file is none of its own or may not be written. */
const UNUSABLE = /^(E[A-Z]+|SQLITE_(CANTOPEN|NOTADB|READONLY).*)$/;

/** Why a database's file could not be opened, where that lies with the folder; any other error is what it was. */
export function unopened(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!UNUSABLE.test(code)) return error;
  return new Misconfigured(
    `DATA_DIR: ${file} cannot be opened (${code}); set DATA_DIR to a folder of this user’s.`,
  );
}
