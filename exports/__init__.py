"""A roster or a final schedule -> text and bytes. Pure: whoever calls writes the file."""
