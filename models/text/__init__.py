"""Text perception: normalising, language, personal data, mentions.  Pure, no model weights."""
