namespace FineFlow.Core.Formats;

/// <summary>The element types of <c>.npy</c> files that are read here, under numpy's codes: a kind and a number of bytes.</summary>
public enum NpyElementType
{
    /// <summary>Bool: 0 or 1.</summary>
    B1,

    /// <summary>Signed integer of one byte.</summary>
    I1,

    /// <summary>Unsigned integer of one byte.</summary>
    U1,

    /// <summary>Signed integer of two bytes.</summary>
    I2,

    /// <summary>Unsigned integer of two bytes.</summary>
    U2,

    /// <summary>Signed integer of four bytes.</summary>
    I4,

    /// <summary>Unsigned integer of four bytes.</summary>
    U4,

    /// <summary>Signed integer of eight bytes.</summary>
    I8,

    /// <summary>Unsigned integer of eight bytes.</summary>
    U8,

    /// <summary>Half precision.</summary>
    F2,

    /// <summary>Single precision.</summary>
    F4,

    /// <summary>Double precision.</summary>
    F8,
}
