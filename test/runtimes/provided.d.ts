import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The fake platform's address. */
    lark: string;
    /** Where what it has shown its readers can be read as JSON, from another runtime. */
    shown: string;
  }
}
