using System.Numerics;
using System.Runtime.InteropServices;

namespace FineFlow.Core.Formats;

/// <summary>Decodes little-endian numbers. Returns the index of the first one that the target type cannot hold, or -1.</summary>
internal delegate int Decode<T>(ReadOnlySpan<byte> raw, Span<T> values);

/// <summary>
/// How one number lies in a file, and how it becomes a float32 or an int64. Little-endian, as every host of libtorch is.
/// </summary>
internal sealed class NumberFormat
{
    private const int AllFit = -1;

    public static readonly NumberFormat Bool = new(typeof(bool), 1, BoolToSingle);
    public static readonly NumberFormat Int8 = new(typeof(sbyte), 1, Cast<sbyte, float>, Cast<sbyte, long>);
    public static readonly NumberFormat UInt8 = new(typeof(byte), 1, Cast<byte, float>, Cast<byte, long>);
    public static readonly NumberFormat Int16 = new(typeof(short), 2, Cast<short, float>, Cast<short, long>);
    public static readonly NumberFormat UInt16 = new(typeof(ushort), 2, Cast<ushort, float>, Cast<ushort, long>);
    public static readonly NumberFormat Int32 = new(typeof(int), 4, Cast<int, float>, Cast<int, long>, Cast<int, double>);
    public static readonly NumberFormat UInt32 = new(typeof(uint), 4, Cast<uint, float>, Cast<uint, long>, Cast<uint, double>);
    public static readonly NumberFormat Int64 = new(typeof(long), 8, Cast<long, float>, Cast<long, long>, WholeToDouble<long>);
    public static readonly NumberFormat UInt64 = new(typeof(ulong), 8, Cast<ulong, float>, UInt64ToInt64, WholeToDouble<ulong>);
    public static readonly NumberFormat Float16 = new(typeof(Half), 2, Cast<Half, float>);
    public static readonly NumberFormat BFloat16 = new(typeof(void), 2, BFloat16ToSingle);
    public static readonly NumberFormat Float32 = new(typeof(float), 4, Cast<float, float>);
    public static readonly NumberFormat Float64 = new(typeof(double), 8, Float64ToSingle, null, Cast<double, double>);

    private NumberFormat(Type type, int size, Decode<float> toSingle, Decode<long>? toInt64 = null, Decode<double>? toDouble = null) =>
        (Type, Size, ToSingle, ToInt64, ToDouble) = (type, size, toSingle, toInt64, toDouble);

    /// <summary>The .NET type with the same bytes.</summary>
    public Type Type { get; }

    /// <summary>Bytes of one number.</summary>
    public int Size { get; }

    /// <summary>Conversion to float32; integers beyond 2^24 round to the nearest.</summary>
    public Decode<float> ToSingle { get; }

    /// <summary>Conversion to int64; null where the format is not one of integers.</summary>
    public Decode<long>? ToInt64 { get; }

    /// <summary>Conversion to float64 that changes no number; null where the one to float32 changes none.</summary>
    public Decode<double>? ToDouble { get; }

    private static int Cast<TFrom, TTo>(ReadOnlySpan<byte> raw, Span<TTo> values)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(raw);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = TTo.CreateTruncating(from[i]);
        }

        return AllFit;
    }

    private static int BoolToSingle(ReadOnlySpan<byte> raw, Span<float> values)
    {
        Cast<byte, float>(raw, values);
        return raw.IndexOfAnyExceptInRange((byte)0, (byte)1);
    }

    private static int UInt64ToInt64(ReadOnlySpan<byte> raw, Span<long> values)
    {
        Cast<ulong, long>(raw, values);
        return values.IndexOfAnyInRange(long.MinValue, -1L);
    }

    private static int WholeToDouble<TFrom>(ReadOnlySpan<byte> raw, Span<double> values)
        where TFrom : unmanaged, INumber<TFrom>
    {
        Cast<TFrom, double>(raw, values);
        var largest = TFrom.CreateChecked(CountArray.Largest);
        var from = MemoryMarshal.Cast<byte, TFrom>(raw);
        for (var i = 0; i < values.Length; i++)
        {
            if (from[i] > largest)
            {
                return i;
            }
        }

        return AllFit;
    }

    private static int BFloat16ToSingle(ReadOnlySpan<byte> raw, Span<float> values)
    {
        // A bfloat16 is the upper half of a float32.
        var from = MemoryMarshal.Cast<byte, ushort>(raw);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BitConverter.UInt32BitsToSingle((uint)from[i] << 16);
        }

        return AllFit;
    }

    private static int Float64ToSingle(ReadOnlySpan<byte> raw, Span<float> values)
    {
        var from = MemoryMarshal.Cast<byte, double>(raw);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)from[i];
            if (float.IsInfinity(values[i]) && double.IsFinite(from[i]))
            {
                return i;
            }
        }

        return AllFit;
    }
}
