namespace FineFlow.Ingest.Tests.Tables;

/// <summary>
/// A table of 300 events, packed by the zstd program (1.5.4, -19) with checksums in two frames, since .NET writes none:
/// time every second from 2024-01-01, longitude row * 7919 % 8000 / 1000, latitude 7.5; the header and 200 rows are in the first frame.
/// </summary>
internal static class ZstandardSample
{
    public const int Rows = 300;

    /// <summary>Bytes of the first frame.</summary>
    public const int FirstFrame = 695;

    public static byte[] Bytes { get; } = Convert.FromBase64String(
        "KLUv/QRoVRUAejj8BhagGQodwH9OGQDEX0opU0pJEhkQYPAIcQBlAGUAdI0MHGaZ8ExF1sCBGjGmkMsupocthdkiDx7WeXSXYoc6GhcJPzV4OOVhTlfSSFZx" +
        "IGGkBicu+lTKOEZOcxHyuAYSSgwuti22YfGl1uNdXr+MeD6lEmu1DyZEGBARYCFgIcAMAlhA4EBIoOBAKIDAwIL1iEs+i7JOdDXFIeprEGHckG+XmmdYeln1" +
        "+OBCiiRUmbFJzhosXCI8FCUZy1wb21wsU+fji7xzGXmKSlMDBtZj3mJkMUqljsVy/0LxxJRo+BIaNOyvQUN8jeJGrY2H8vdSe/ZSPQtqxXgmPy+tZy6VWfOJ" +
        "BOcpkqhRY6qBg1zi4nnIUpRF3Ti2v1ihbsY18qHLa/DgaZQ2Vm3EiAGMSYs2lR+HyEkuMh5TiTWQwNgjvlnxpLbjWV6+zD2XUocercKjKkpQvTEpj14oAD6Y" +
        "MKKiFNUx5uTBC9EjLdksfpPYSooz1NO4NYggX1wqPLPSyWpHRwxoLF6kU0XGHjnpEuWhGiyUJFjeyvjWYpU6Hv/yymXjqSkNsV4DhjnC44pBKnEsldsX3hNS" +
        "ImHJ7BRda9BQDIF+qCFkaAdp9jdxn0Jr4QVE+EeEjI8BEPr+t0Bd+gIAOKp/b5wEBIYkKImw5EBfNpwgk+L0TY1c1h5GIu/bCMrfwBVTj+EEL2k46BlyNmL0" +
        "SMtzNSQzGZXM7zsk4CBBDoF5IhYdyMtuLLL6IBjodzVyWbsR6P0aJuX+lkYsOxsgkxl+i3NvoCNbmSe5PqsxchgM0EeMHmn5gbpiyw+s9yCaVOYGLHs6nCQo" +
        "MH4N8JfOAdMAonYNcxoK4hb8AYja9S3hQCK0JW1ZWiDU1m5lZLEM7phkCOLZGMrfgF04qO6fbP0r6X5UFcZnYOkotS/9BGidCgAC3DYOgKfAA2S7m7T3k2PU" +
        "wXqADyOMpihEdY0Z8tiF5hGWXBa9P756cYT6GZfkq0vVEIJnovSxyrnhhYtkqnxskXMuQR6iktQwgeVYF91YLFKn41veXyaektIM6zTXQCE4RjFGpY2FcvdC" +
        "e+IlOktkn9hKxRW1aqgwnpB/l9Kzlqqs8eQRA8csRQ41aEwklxosXBwerhRkETeN7y721Mm4RD5zOXlaw4XSglUxWnjCokulx3E5/SLi8ZRIbNSqBhGimyh+" +
        "1HK8yquXsecvVVibEXAaRggOGoOIwEJgBgOAwagQcOTCsBuwaTjxhX9EQITIBwQj3/1j7cMu1WSx+d9VzPov7NOyq3V+/5XmqO4K6P5vt9Q9Kp77ubXve84Y" +
        "3KpyKLvfNMuzLtdlb1/K7j/D8KDQ4/+72lnzUevK/+2W/pPMUjCc2m3z/heFawJ6sZLJYsvawPMb");
}
