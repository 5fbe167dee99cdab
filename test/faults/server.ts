import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { keys } from '../platforms/lark/payloads.ts';

export interface Server {
  url: string;
  process: ChildProcess;
  /** As a power cut ends it; resolves when it is gone. */
  kill(): Promise<void>;
  /** As an operator ends it; → its exit status. */
  stop(): Promise<number | null>;
}

/** The product itself in a process of its own, on Lark at `domain`. */
export async function startServer(folder: string, domain: string): Promise<Server> {
  const child = spawn(process.execPath, ['--import', './test/helpers/quick.ts', 'src/node.ts'], {
    env: {
      PATH: process.env.PATH,
      DATA_DIR: folder,
      PORT: '0',
      // Starting fifty times is most of the work.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      LARK_APP_ID: keys.appId,
      LARK_APP_SECRET: 'app-secret-of-a-test',
      LARK_ENCRYPT_KEY: keys.encryptKey,
      LARK_VERIFICATION_TOKEN: keys.verificationToken,
      LARK_DOMAIN: domain,
      ZHIBU_SECRET: 'a secret of a test, long enough to be one',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', (status) => resolve(status)));
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [address] = /http:\/\/\S+/.exec(line) ?? [];
      if (address) resolve(address);
    });
    void gone.then(() => reject(new Error(`the server ended: ${complaints.join('\n')}`)));
  });
  return {
    url,
    process: child,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    stop() {
      child.kill('SIGTERM');
      return gone;
    },
  };
}
