DROP INDEX `outbox_due`;--> statement-breakpoint
DROP INDEX `outbox_refresh`;--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`platform`,`urgency`,`due_at`) WHERE "outbox"."settled_at" is null;--> statement-breakpoint
CREATE INDEX `outbox_refresh` ON `outbox` (`platform`,`refresh_at`) WHERE "outbox"."refresh_at" is not null;