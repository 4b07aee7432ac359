// MailCatcher
