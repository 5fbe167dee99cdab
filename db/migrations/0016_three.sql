CREATE TABLE `three_marks` (
	`activity` integer NOT NULL,
	`review` text NOT NULL,
	`voter` text NOT NULL,
	`choice` text NOT NULL,
	PRIMARY KEY(`activity`, `review`, `voter`),
	FOREIGN KEY (`activity`) REFERENCES `activities`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `three_settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`reviews` text NOT NULL,
	`from` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `three_settings_unit` ON `three_settings` (`unit`);--> statement-breakpoint
CREATE TABLE `three_urns` (
	`activity` integer NOT NULL,
	`review` text NOT NULL,
	`salt` text NOT NULL,
	`until` integer NOT NULL,
	`counted_at` integer,
	`counts` text,
	PRIMARY KEY(`activity`, `review`),
	FOREIGN KEY (`activity`) REFERENCES `activities`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `three_urns_open` ON `three_urns` (`counted_at`,`until`);--> statement-breakpoint
CREATE TABLE `three_words` (
	`activity` integer NOT NULL,
	`review` text NOT NULL,
	`level` text NOT NULL,
	`said` text DEFAULT '' NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	PRIMARY KEY(`activity`, `review`),
	FOREIGN KEY (`activity`) REFERENCES `activities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
