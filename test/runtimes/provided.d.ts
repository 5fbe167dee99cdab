import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The fake platforms' addresses. */
    lark: string;
    dingtalk: string;
    wecom: string;
    /** Where what they have shown their readers can be read as JSON, from another runtime. */
    shown: string;
  }
}
