export * from './activity.ts';
export * from './audit.ts';
export * from './console.ts';
export * from './inbox.ts';
export * from './org.ts';
export * from './outbox.ts';
export * from './people.ts';
