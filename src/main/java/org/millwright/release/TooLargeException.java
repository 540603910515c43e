package org.millwright.release;

import java.io.IOException;

/** More content than the store takes. */
final class TooLargeException extends IOException {}
