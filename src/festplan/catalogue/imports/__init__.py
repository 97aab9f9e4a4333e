"""Files and answers of others as listings: read row by row, checked, refused with the line."""
