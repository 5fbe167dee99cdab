CREATE TABLE `file_bodies` (
	`id` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`type` text NOT NULL,
	`size` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `file_bodies_hash_unique` ON `file_bodies` (`hash`);--> statement-breakpoint
CREATE TABLE `file_offers` (
	`id` integer PRIMARY KEY NOT NULL,
	`person` integer NOT NULL,
	`platform` text NOT NULL,
	`at` integer NOT NULL,
	`place` text,
	`ref` text,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `file_offers_person` ON `file_offers` (`person`);--> statement-breakpoint
CREATE INDEX `file_offers_at` ON `file_offers` (`at`);--> statement-breakpoint
CREATE TABLE `file_pieces` (
	`body` integer NOT NULL,
	`seq` integer NOT NULL,
	`bytes` blob NOT NULL,
	PRIMARY KEY(`body`, `seq`),
	FOREIGN KEY (`body`) REFERENCES `file_bodies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `files` (
	`id` integer PRIMARY KEY NOT NULL,
	`place` text NOT NULL,
	`ref` text NOT NULL,
	`body` integer,
	`name` text NOT NULL,
	`offer` integer NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`body`) REFERENCES `file_bodies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `files_place` ON `files` (`place`,`ref`);--> statement-breakpoint
CREATE INDEX `files_body` ON `files` (`body`);--> statement-breakpoint
CREATE INDEX `files_offer` ON `files` (`offer`);--> statement-breakpoint
CREATE TABLE `sent_files` (
	`id` integer PRIMARY KEY NOT NULL,
	`offer` integer NOT NULL,
	`handle` text NOT NULL,
	`name` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer,
	`failed` text,
	FOREIGN KEY (`offer`) REFERENCES `file_offers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sent_files_offer` ON `sent_files` (`offer`);--> statement-breakpoint
CREATE INDEX `sent_files_due` ON `sent_files` (`due_at`) WHERE "sent_files"."due_at" is not null;