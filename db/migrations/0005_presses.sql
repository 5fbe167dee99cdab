CREATE TABLE `presses` (
	`code` text PRIMARY KEY NOT NULL,
	`command` text NOT NULL,
	`input` text NOT NULL,
	`shown_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `presses_shown` ON `presses` (`shown_at`);