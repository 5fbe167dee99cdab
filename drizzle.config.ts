import { defineConfig } from 'drizzle-kit';

// The durable-sqlite driver writes migrations.js beside the SQL files, so both runtimes apply the same ones.
export default defineConfig({
  dialect: 'sqlite',
  driver: 'durable-sqlite',
  casing: 'snake_case',
  schema: './db/schema',
  out: './db/migrations',
});
