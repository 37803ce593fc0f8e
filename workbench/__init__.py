"""workbench: clean the client list of a Czech CRM in JupyterLab."""
