/** The roles that the application takes for the length of a transaction; the first migration makes them. */
export const groupRoles = ['app_staff', 'app_client', 'app_public', 'app_jobs', 'app_match'] as const;
