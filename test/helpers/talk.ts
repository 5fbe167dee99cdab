import type { Hono } from 'hono';
import type { Message } from '../../src/platforms/console/message.ts';

/** What came of something said or pressed, for the person who did it. */
export interface Seen {
  messages: Message[];
  toast?: { tone: string; text: string };
  /** Everything seen, as one text. */
  text: string;
}

/** Somebody in the console: speaks, presses, fills in forms, looks. */
export interface Talk {
  says(text: string, chat?: string): Promise<Seen>;
  /** Sends a photo or a file. */
  sends(name: string, bytes: Uint8Array): Promise<Seen>;
  /** Presses the newest button with this label that they can see; with a form, its values. */
  presses(label: string, form?: Record<string, unknown>): Promise<Seen>;
  /** All messages they can see, oldest first. */
  messages(): Promise<Message[]>;
  /** The newest message that says this. */
  finds(text: string | RegExp): Promise<Message | undefined>;
  /** Presses a button of a certain message, old or new. */
  pressesOn(message: Message, label: string, form?: Record<string, unknown>): Promise<Seen>;
}

export function talkAs(app: Pick<Hono, 'request'>, name: string): Talk {
  return { says, sends, presses, messages, finds, pressesOn };

  async function says(text: string, chat?: string): Promise<Seen> {
    return seen(await post('say', { as: name, text, ...(chat && { chat }) }));
  }

  async function sends(file: string, bytes: Uint8Array): Promise<Seen> {
    const body = new FormData();
    body.set('as', name);
    body.set('file', new File([new Uint8Array(bytes)], file));
    const response = await app.request('http://127.0.0.1/console/api/file', { method: 'POST', body });
    return seen(await answered(response));
  }

  async function presses(label: string, form?: Record<string, unknown>): Promise<Seen> {
    const found = (await messages()).findLast((message) =>
      message.actions.some((action) => action.label === label),
    );
    if (!found) throw new Error(`${name} sees no button “${label}”`);
    return pressesOn(found, label, form);
  }

  async function pressesOn(message: Message, label: string, form?: Record<string, unknown>): Promise<Seen> {
    const action = message.actions.find((one) => one.label === label);
    if (!action) throw new Error(`no button “${label}” on: ${message.text}`);
    return seen(
      await post('tap', {
        as: name,
        message: message.id,
        action: action.id,
        ...(form && { form: { ...defaults(message), ...form } }),
      }),
    );
  }

  async function messages(): Promise<Message[]> {
    const response = await app.request(
      `http://127.0.0.1/console/api/messages?as=${encodeURIComponent(name)}&after=0`,
    );
    const body = (await response.json()) as { messages: Message[] };
    return body.messages.toSorted((a, b) => a.seq - b.seq);
  }

  async function finds(text: string | RegExp): Promise<Message | undefined> {
    return (await messages()).findLast((message) => message.text.search(text) >= 0);
  }

  async function post(path: string, body: unknown): Promise<Omit<Seen, 'text'> & { error?: string }> {
    const response = await app.request(`http://127.0.0.1/console/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return await answered(response);
  }

  async function answered(response: Response): Promise<Omit<Seen, 'text'> & { error?: string }> {
    const answer = (await response.json()) as Omit<Seen, 'text'> & { error?: string };
    if (answer.error) throw new Error(`${name}: ${answer.error}`);
    return answer;
  }
}

/** What the form came with, as a client sends it back. */
function defaults(message: Message): Record<string, unknown> {
  return Object.fromEntries(
    (message.form ?? []).flatMap((field) => (field.value == null ? [] : [[field.name, field.value]])),
  );
}

function seen(answer: Omit<Seen, 'text'>): Seen {
  return {
    ...answer,
    text: [answer.toast?.text ?? '', ...answer.messages.map((message) => message.text)].join('\n'),
  };
}
