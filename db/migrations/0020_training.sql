CREATE TABLE `trainees` (
	`training` integer NOT NULL,
	`person` integer NOT NULL,
	PRIMARY KEY(`training`, `person`),
	FOREIGN KEY (`training`) REFERENCES `trainings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `trainees_person` ON `trainees` (`person`);--> statement-breakpoint
CREATE TABLE `trainings` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`day` text NOT NULL,
	`minutes` integer NOT NULL,
	`what` text NOT NULL,
	`draft` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	`withdrawn_at` integer,
	`withdrawn_by` integer,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`withdrawn_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `trainings_draft_unique` ON `trainings` (`draft`);--> statement-breakpoint
CREATE INDEX `trainings_unit` ON `trainings` (`unit`,`day`);--> statement-breakpoint
CREATE INDEX `trainings_day` ON `trainings` (`day`);