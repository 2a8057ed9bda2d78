namespace FineFlow.Core.Formats;

/// <summary>
/// The element types of safetensors files that are read and written here. Their order is the format's: writers put
/// tensors of a later type first.
/// </summary>
internal enum SafetensorsType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Unsigned integer of 8 bits.</summary>
    U8,

    /// <summary>Signed integer of 8 bits.</summary>
    I8,

    /// <summary>Signed integer of 16 bits.</summary>
    I16,

    /// <summary>Unsigned integer of 16 bits.</summary>
    U16,

    /// <summary>Half precision: 5 bits of exponent, 10 of mantissa.</summary>
    F16,

    /// <summary>Brain float: the upper half of a float32.</summary>
    BF16,

    /// <summary>Signed integer of 32 bits.</summary>
    I32,

    /// <summary>Unsigned integer of 32 bits.</summary>
    U32,

    /// <summary>Single precision.</summary>
    F32,

    /// <summary>Double precision.</summary>
    F64,

    /// <summary>Signed integer of 64 bits.</summary>
    I64,

    /// <summary>Unsigned integer of 64 bits.</summary>
    U64,
}
