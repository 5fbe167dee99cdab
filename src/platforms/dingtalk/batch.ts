import type { DingTalkApi, Message, SentToPeople } from './client.ts';

/** How long a message waits for others of the same words, in ms: what one delivery sends comes together. */
const GATHER = 10;
/** At most so many people a call. */
const MOST = 20;

/** Sends one message to one person; what goes to several with the same words costs one call together. */
export type SendToPerson = (user: string, message: Message) => Promise<SentToPeople>;

interface Waiting {
  message: Message;
  people: { user: string; resolve(sent: SentToPeople): void; reject(error: unknown): void }[];
}

export function createBatch(api: Pick<DingTalkApi, 'sendToPeople'>): SendToPerson {
  const waiting = new Map<string, Waiting>();
  return (user, message) =>
    new Promise((resolve, reject) => {
      const key = `${message.key}\n${message.param}`;
      const batch = roomFor(user, waiting.get(key)) ?? begin(key, message);
      batch.people.push({ user, resolve, reject });
    });

  /** A second message of the same words to the same person is one of its own. */
  function roomFor(user: string, batch: Waiting | undefined): Waiting | undefined {
    const full = !batch || batch.people.length >= MOST || batch.people.some((one) => one.user === user);
    return full ? undefined : batch;
  }

  function begin(key: string, message: Message): Waiting {
    const batch: Waiting = { message, people: [] };
    waiting.set(key, batch);
    setTimeout(() => {
      if (waiting.get(key) === batch) waiting.delete(key);
      void send(batch);
    }, GATHER);
    return batch;
  }

  async function send({ message, people }: Waiting): Promise<void> {
    try {
      const sent = await api.sendToPeople(
        people.map(({ user }) => user),
        message,
      );
      for (const { resolve } of people) resolve(sent);
    } catch (error) {
      for (const { reject } of people) reject(error);
    }
  }
}
