using System.Text.Encodings.Web;

namespace FineFlow.Core.Formats;

/// <summary>Names of tensors in headers and in messages.</summary>
internal static class SafetensorsText
{
    private const int MaxQuoted = 100;

    /// <summary>Escapes quotes, backslashes and control characters; other text stays readable.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Returns a name from a file as one short line, whatever it holds.</summary>
    public static string Quote(string name) =>
        Invariant($"'{Encoder.Encode(name.Length > MaxQuoted ? name[..MaxQuoted] + "..." : name)}'");
}
