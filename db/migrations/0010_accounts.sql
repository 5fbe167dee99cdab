CREATE TABLE `departments` (
	`platform` text NOT NULL,
	`id` text NOT NULL,
	`unit` integer,
	PRIMARY KEY(`platform`, `id`),
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `accounts` ADD `used_at` integer;--> statement-breakpoint
ALTER TABLE `persons` ADD `platform` text;--> statement-breakpoint
ALTER TABLE `rosters` ADD `directory` text;