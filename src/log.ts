/** JSON lines for operators. What may hold a secret, a message or a phone number is redacted by its name and by its shape. */
export interface Log {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

export type Fields = Record<string, unknown>;

const HIDDEN =
  /secret|token|authorization|password|encrypt|aes|key$|phone|mobile|^(text|body|content|card|form|input|reason_text)$/i;
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;

export function createLog(write: (line: string) => void, now: () => number): Log {
  return { info: at('info'), warn: at('warn'), error: at('error') };

  function at(level: string) {
    return (event: string, fields: Fields = {}) => {
      write(JSON.stringify({ time: new Date(now()).toISOString(), level, event, ...redact(fields) }));
    };
  }
}

/** For tests and tools that want no log. */
export const silent: Log = { info() {}, warn() {}, error() {} };

function redact(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, hide(name, value)]));
}

function hide(name: string, value: unknown): unknown {
  if (HIDDEN.test(name)) return '[redacted]';
  if (typeof value === 'string') return value.replace(PHONE, '[phone]');
  if (value instanceof Error) return hideError(value);
  if (Array.isArray(value)) return value.map((one) => hide('', one));
  if (typeof value === 'object' && value !== null) return redact({ ...value });
  return value;
}

function hideError(error: Error): Fields {
  return {
    name: error.name,
    message: error.message.replace(PHONE, '[phone]'),
    stack: error.stack?.replace(PHONE, '[phone]'),
  };
}
