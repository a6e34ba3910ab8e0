"""Invoices that machines read: EN 16931-1:2017 in its two syntaxes, UN/CEFACT CII and UBL 2.1."""
