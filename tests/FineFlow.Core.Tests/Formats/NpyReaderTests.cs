using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

public class NpyReaderTests
{
    [Theory]
    [InlineData("|b1", "0001", 1)]
    [InlineData("|i1", "00ff", -1)]
    [InlineData("|u1", "00ff", 255)]
    [InlineData("<i2", "00000080", -32768)]
    [InlineData("<u2", "00000080", 32768)]
    [InlineData("=u2", "00000080", 32768)]
    [InlineData("<i4", "00000000feffffff", -2)]
    [InlineData("<u4", "00000000feffffff", 4294967294f)]
    [InlineData("<i8", "0000000000000000feffffffffffffff", -2)]
    [InlineData("<u8", "0000000000000000ffffffffffffffff", 18446744073709551615f)]
    [InlineData("<f2", "0000003e", 1.5)]
    [InlineData("<f4", "000000000000c03f", 1.5)]
    [InlineData("<f8", "0000000000000000000000000000f83f", 1.5)]
    [InlineData(">i2", "0000fffe", -2)]
    [InlineData(">u4", "00000000fffffffe", 4294967294f)]
    [InlineData(">f8", "00000000000000003ff8000000000000", 1.5)]
    [InlineData(">u1", "00ff", 255)]
    public void Every_element_type_becomes_float32(string descr, string data, float expected)
    {
        var file = NpyFile.Bytes(NpyFile.Header(descr, "(2,)"), Convert.FromHexString(data));

        Assert.Equal([0, expected], NpyFile.ReadPath(file, NpyReader.ReadSingle).Values);
        Assert.Equal([0, expected], NpyFile.ReadStream(file).Values);
    }

    [Fact]
    public void The_header_tells_what_the_file_holds()
    {
        var file = NpyFile.Bytes(NpyFile.Header(">i2", "(3, 1)", fortranOrder: true), new byte[6]);

        var header = NpyFile.ReadPath(file, NpyReader.ReadHeader);

        Assert.Equal([3, 1], header.Shape);
        Assert.Equal((NpyElementType.I2, true, true), (header.Type, header.BigEndian, header.FortranOrder));
        Assert.Equal((file.Length - 6, 3, 6), (header.DataOffset, header.Count, header.DataLength));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_is_read(byte version) =>
        Assert.Equal([7], NpyFile.ReadStream(NpyFile.Bytes(version, NpyFile.Header("|u1", "(1,)"), 7)).Values);

    [Theory]
    [InlineData("{'descr':'|u1','fortran_order':False,'shape':(1,2)}")]
    [InlineData("{ \"shape\" : ( 1 , 2 , ) , \"fortran_order\" : False , \"descr\" : \"|u1\" , }   ")]
    public void Other_spacing_quotes_and_key_order_are_read(string header)
    {
        var array = NpyFile.ReadStream(NpyFile.Bytes(header, 3, 4));

        Assert.Equal([1, 2], array.Shape);
        Assert.Equal([3, 4], array.Values);
    }

    [Fact]
    public void Scalars_and_empty_arrays_are_read()
    {
        var scalar = NpyFile.ReadStream(NpyFile.Bytes(NpyFile.Header("|u1", "()"), 9));
        var empty = NpyFile.ReadPath(NpyFile.Bytes(NpyFile.Header("<f4", "(0, 3)")), NpyReader.ReadSingle);

        Assert.Empty(scalar.Shape);
        Assert.Equal([9], scalar.Values);
        Assert.Equal([0, 3], empty.Shape);
        Assert.Empty(empty.Values);
    }

    [Fact]
    public void Fortran_order_is_turned_into_C_order()
    {
        // a[i, j] = 10 i + j, so that column 0 comes first: 00 10 01 11 02 12.
        var file = NpyFile.Bytes(NpyFile.Header("|u1", "(2, 3)", fortranOrder: true), 0, 10, 1, 11, 2, 12);

        Assert.Equal([0, 1, 2, 10, 11, 12], NpyFile.ReadStream(file).Values);
    }

    [Fact]
    public void A_double_beyond_float32_is_refused_with_its_index()
    {
        var file = NpyFile.Bytes(
            NpyFile.Header("<f8", "(2,)"), [.. BitConverter.GetBytes(double.PositiveInfinity), .. BitConverter.GetBytes(1e39)]);

        var failure = Assert.Throws<BadInputException>(() => NpyFile.ReadStream(file));

        Assert.Equal("body: element 1 in file order does not fit Single (from Double)", failure.Message);
    }

    [Fact]
    public void Integers_are_read_exactly_as_int64()
    {
        var file = NpyFile.Bytes(NpyFile.Header(">u4", "(1, 1)"), 0xff, 0xff, 0xff, 0xff);

        Assert.Equal([4294967295], NpyFile.ReadPath(file, NpyReader.ReadInt64).Values);
    }

    [Theory]
    [InlineData("|b1", "01", "elements of type B1; expected integers")]
    [InlineData("<f4", "00000000", "elements of type F4; expected integers")]
    [InlineData("<u8", "0000000000000080", "element 0 in file order does not fit Int64 (from UInt64)")]
    public void Int64_refuses_what_is_no_int64(string descr, string data, string problem)
    {
        var file = NpyFile.Bytes(NpyFile.Header(descr, "(1,)"), Convert.FromHexString(data));

        Assert.Equal(problem, Assert.Throws<BadInputException>(() => NpyFile.ReadPath(file, NpyReader.ReadInt64)).Problem);
    }
}
