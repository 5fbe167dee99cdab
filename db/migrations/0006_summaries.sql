CREATE TABLE `console_files` (
	`message` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`bytes` blob NOT NULL,
	FOREIGN KEY (`message`) REFERENCES `console_messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `summary_settings` (
	`unit` integer PRIMARY KEY NOT NULL,
	`month` text NOT NULL,
	`quarter` text NOT NULL,
	`year` text NOT NULL,
	`disclaimer` integer NOT NULL,
	`set_at` integer NOT NULL,
	`set_by` integer NOT NULL,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`set_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
