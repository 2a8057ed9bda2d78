using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace FineFlow.Core;

/// <summary>
/// An interpolated text whose numbers and dates are written the same in every culture. The compiler makes it of <c>$"..."</c> where a
/// parameter has this type.
/// </summary>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct InvariantText
{
    private DefaultInterpolatedStringHandler _text;

    /// <param name="literalLength">Characters outside of the braces.</param>
    /// <param name="formattedCount">Number of braces.</param>
    public InvariantText(int literalLength, int formattedCount) => _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    /// <summary>Adds what stands outside of the braces.</summary>
    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    /// <summary>Adds a value.</summary>
    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>Adds a value in a format.</summary>
    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    /// <summary>Returns the text and gives its buffer back; to be called once.</summary>
    public string ToStringAndClear() => _text.ToStringAndClear();
}
