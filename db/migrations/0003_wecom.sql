CREATE TABLE `wecom_cards` (
	`task` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`code` text,
	`code_at` integer,
	`toast` text,
	`presses` text
);
--> statement-breakpoint
CREATE INDEX `wecom_cards_at` ON `wecom_cards` (`at`);