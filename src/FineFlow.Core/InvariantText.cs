using System.Globalization;
using System.Runtime.CompilerServices;

namespace FineFlow.Core;

/// <summary>
/// A text for people whose numbers read the same everywhere: <c>$"..."</c> that is passed for it is formatted in the invariant culture,
/// whatever culture the caller's thread has.
/// </summary>
[InterpolatedStringHandler]
internal ref struct InvariantText
{
    private readonly string? _text;
    private DefaultInterpolatedStringHandler _handler;

    /// <summary>Begins an interpolated text; the compiler calls this.</summary>
    /// <param name="literalLength">Characters between the values.</param>
    /// <param name="formattedCount">Values.</param>
    public InvariantText(int literalLength, int formattedCount) =>
        _handler = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    private InvariantText(string text) => _text = text;

    /// <summary>Converts existing text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator InvariantText(string text) => new(text);

    /// <summary>Appends what stands between values; the compiler calls this.</summary>
    /// <param name="value">The characters.</param>
    public void AppendLiteral(string value) => _handler.AppendLiteral(value);

    /// <summary>Appends a value; the compiler calls this.</summary>
    /// <param name="value">The value.</param>
    public void AppendFormatted<T>(T value) => _handler.AppendFormatted(value);

    /// <summary>Appends a value in a format; the compiler calls this.</summary>
    /// <param name="value">The value.</param>
    /// <param name="format">Its format.</param>
    public void AppendFormatted<T>(T value, string? format) => _handler.AppendFormatted(value, format);

    /// <summary>Appends characters; the compiler calls this.</summary>
    /// <param name="value">The characters.</param>
    public void AppendFormatted(ReadOnlySpan<char> value) => _handler.AppendFormatted(value);

    /// <summary>Returns the whole text and ends it: it may be asked for once.</summary>
    public string ToText() => _text ?? _handler.ToStringAndClear();
}
