CREATE TABLE `decisions` (
	`id` integer PRIMARY KEY NOT NULL,
	`round` integer NOT NULL,
	`subject` integer NOT NULL,
	`level` text,
	`honours` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`round`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`subject`) REFERENCES `round_subjects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `decisions_round` ON `decisions` (`round`);--> statement-breakpoint
CREATE INDEX `decisions_subject` ON `decisions` (`subject`);--> statement-breakpoint
CREATE TABLE `issues` (
	`id` integer PRIMARY KEY NOT NULL,
	`round` integer NOT NULL,
	`subject` integer NOT NULL,
	`unit` integer NOT NULL,
	`theme` text DEFAULT '' NOT NULL,
	`problem` text NOT NULL,
	`measure` text DEFAULT '' NOT NULL,
	`owner` integer,
	`deadline` text,
	`raised_at` integer NOT NULL,
	`raised_by` integer NOT NULL,
	`evidence` text DEFAULT '' NOT NULL,
	`done_at` integer,
	`done_by` integer,
	`accepted_at` integer,
	`accepted_by` integer,
	`returned` text,
	FOREIGN KEY (`round`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`subject`) REFERENCES `round_subjects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`raised_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`done_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`accepted_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `issues_round` ON `issues` (`round`);--> statement-breakpoint
CREATE INDEX `issues_unit` ON `issues` (`unit`);--> statement-breakpoint
CREATE INDEX `issues_open` ON `issues` (`accepted_at`,`deadline`);--> statement-breakpoint
CREATE TABLE `polls` (
	`id` integer PRIMARY KEY NOT NULL,
	`round` integer NOT NULL,
	`questions` text NOT NULL,
	`salt` text NOT NULL,
	`urn` text NOT NULL,
	`opened_at` integer NOT NULL,
	`counted_at` integer,
	`tally` text,
	FOREIGN KEY (`round`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `polls_round` ON `polls` (`round`);--> statement-breakpoint
CREATE TABLE `rounds` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`unit` integer NOT NULL,
	`year` integer NOT NULL,
	`title` text NOT NULL,
	`template` text NOT NULL,
	`stages` text NOT NULL,
	`opened_at` integer NOT NULL,
	`opened_by` integer NOT NULL,
	`published_at` integer,
	`published_by` integer,
	`cancelled_at` integer,
	`cancelled_by` integer,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opened_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`published_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cancelled_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `rounds_unit` ON `rounds` (`unit`,`kind`,`year`);--> statement-breakpoint
CREATE TABLE `sheets` (
	`id` integer PRIMARY KEY NOT NULL,
	`round` integer NOT NULL,
	`subject` integer NOT NULL,
	`role` text NOT NULL,
	`scorer` text NOT NULL,
	`answers` text NOT NULL,
	`notes` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`round`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`subject`) REFERENCES `round_subjects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sheets_scorer` ON `sheets` (`subject`,`role`,`scorer`);--> statement-breakpoint
CREATE INDEX `sheets_round` ON `sheets` (`round`,`role`);--> statement-breakpoint
CREATE TABLE `round_subjects` (
	`id` integer PRIMARY KEY NOT NULL,
	`round` integer NOT NULL,
	`unit` integer NOT NULL,
	`person` integer,
	`declared` text,
	`declared_at` integer,
	`declared_by` integer,
	`contact` integer,
	FOREIGN KEY (`round`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`declared_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `round_subjects_round` ON `round_subjects` (`round`);--> statement-breakpoint
CREATE INDEX `round_subjects_unit` ON `round_subjects` (`unit`);--> statement-breakpoint
CREATE TABLE `visit_groups` (
	`id` integer PRIMARY KEY NOT NULL,
	`round` integer NOT NULL,
	`name` text NOT NULL,
	`leader` integer NOT NULL,
	FOREIGN KEY (`round`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`leader`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `visit_groups_round` ON `visit_groups` (`round`);--> statement-breakpoint
CREATE TABLE `visit_seats` (
	`group` integer NOT NULL,
	`person` integer NOT NULL,
	PRIMARY KEY(`group`, `person`),
	FOREIGN KEY (`group`) REFERENCES `visit_groups`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `visit_seats_person` ON `visit_seats` (`person`);--> statement-breakpoint
CREATE TABLE `visit_stops` (
	`id` integer PRIMARY KEY NOT NULL,
	`group` integer NOT NULL,
	`subject` integer NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	FOREIGN KEY (`group`) REFERENCES `visit_groups`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`subject`) REFERENCES `round_subjects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `visit_stops_group` ON `visit_stops` (`group`,`starts_at`);--> statement-breakpoint
CREATE INDEX `visit_stops_subject` ON `visit_stops` (`subject`);--> statement-breakpoint
CREATE TABLE `poll_voters` (
	`poll` integer NOT NULL,
	`person` integer NOT NULL,
	`voted` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`poll`, `person`),
	FOREIGN KEY (`poll`) REFERENCES `polls`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `poll_voters_person` ON `poll_voters` (`person`);